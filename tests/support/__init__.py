"""What several tests share: films and pictures made on the spot, Word files, golden pictures."""
