"""What each document says, the plan of all of them, rendering, and the output folder."""
