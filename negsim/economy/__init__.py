"""The equations of trade and the data they stand on."""
