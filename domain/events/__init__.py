"""Every fact that can be recorded, under the name it is stored by."""
