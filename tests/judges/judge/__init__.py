"""One module a judge: what it asks of an output tree, and how a good tree is broken so that it is seen to say no."""
