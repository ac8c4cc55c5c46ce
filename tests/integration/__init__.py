"""Parts together: stores on a disk, followers, several processes."""
