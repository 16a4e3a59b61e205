"""How Chinese is read: its words, their pinyin or Zhuyin, and of which readings a machine cannot be sure."""
