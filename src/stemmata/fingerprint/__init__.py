"""Frames and text -> compact arrays with stated shapes and units. Reducers of pictures run inside the worker."""
