"""Commonbeat: a town shares the work of safety and checks together whether it helped."""
