"""What the references of an edition say, and what stands for those to what it leaves out."""
