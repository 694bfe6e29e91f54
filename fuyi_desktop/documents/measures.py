"""The figures of GB/T 9704-2012 that both writers keep to, in points."""

MM = 72 / 25.4

PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
TOP, BOTTOM, LEFT, RIGHT = 37 * MM, 35 * MM, 28 * MM, 26 * MM
WIDTH, HEIGHT = 156 * MM, 225 * MM  # 版心

CHARACTERS, LINES = 28, 22
PITCH = WIDTH / CHARACTERS  # 15.79: a 三号 of 16 points would make the line 2 mm too wide
LEADING = HEIGHT / LINES  # 28.99

SECOND = 22.0  # 二号, titles
THIRD = 16.0  # 三号, text
FOURTH = 14.0  # 四号, page numbers, 版记, tables
SMALL_FOURTH = 12.0  # 小四, tables with many columns
FIFTH, SMALL_FIFTH = 10.5, 9.0  # 五号, 小五: the widest tables

NUMBER_DROP = 7 * MM  # from the text to the page number
DATE_INDENT = 4  # 成文日期 右空四字, where a seal is set

RED = (0.8, 0.0, 0.0)
BLACK = (0.0, 0.0, 0.0)

OUTER_RULE, INNER_RULE = 0.35 * MM, 0.25 * MM  # 版记
LETTER_RULE = 170 * MM  # 信函格式, both double lines
LETTER_TOP = 30 * MM  # from the page's top edge to the organ's name
LETTER_GAP = 4 * MM  # from the name to the first double line
LETTER_FOOT = 20 * MM  # from the second double line to the page's bottom edge
HEAD_DROP = 35 * MM  # 公文: from the top of the text to the organ's name
