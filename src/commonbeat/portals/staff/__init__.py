"""The desk of officers, coordinators, analysts and leaders."""
