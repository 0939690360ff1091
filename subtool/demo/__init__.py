"""The whole way on a sample episode: footage made on the spot, then everything subtool does with it."""
