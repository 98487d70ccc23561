"""Sheets into a read-only Taxonomy; the XBRL taxonomy package compiled from them."""

from pilu.taxonomies.catalogue import list_installed, load, package_folder
from pilu.taxonomies.compiling import build, compile, zip_package
from pilu.taxonomies.dimensions import roles_allowing

__all__ = ["build", "compile", "list_installed", "load", "package_folder", "roles_allowing", "zip_package"]
