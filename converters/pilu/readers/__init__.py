"""One module per kind of input; ``read`` chooses by content."""
