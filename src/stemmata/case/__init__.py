"""Tables projected from logs and results; queries; search. `index.db` is disposable: delete it and it is rebuilt."""
