from negsim.world.memory import Memory


def test_what_is_known_is_not_made_again():
    memory, made = Memory(2), []

    def make():
        made.append(1)
        return len(made)

    assert [memory.recall("a", make), memory.recall("a", make), memory.recall("b", make)] == [1, 1, 2]


def test_what_was_not_asked_for_longest_is_forgotten():
    memory = Memory(2)
    for key in ("a", "b", "a", "c"):
        memory.recall(key, lambda: "first")

    assert memory.recall("a", lambda: "second") == "first"
    assert memory.recall("b", lambda: "second") == "second"
    assert len(memory) == 2


def test_nothing_is_an_answer_too():
    memory = Memory(1)
    memory.recall("a", lambda: None)

    assert memory.recall("a", lambda: "again") is None
