"""References to numbered places in words: 图4-1至图4-3, Chapters 2 and 3, 第45—47页."""
