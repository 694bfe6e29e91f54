"""The law and the work as plain values; knows no window, no file and no clock."""
