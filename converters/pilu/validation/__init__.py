"""Files and engine messages into a Verdict."""
