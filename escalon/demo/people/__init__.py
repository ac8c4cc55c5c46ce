"""People who ask and people who answer: plans whose steps are commands to the desk."""
