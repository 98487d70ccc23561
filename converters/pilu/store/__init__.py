"""The fact store: what batches found, as Parquet files that DuckDB queries; versions stay."""

from pilu.store.adding import Filed, add_documents
from pilu.store.querying import Answer, list_views, run_query
from pilu.store.rows import packed_rows

__all__ = ["Answer", "Filed", "add_documents", "list_views", "packed_rows", "run_query"]
