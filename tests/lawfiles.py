"""Files of the law that an office could import. All of them are invented: 2027 has no notice here (N5)."""

NOTICE_2027 = """\
# 虚构：只供测试，不是国务院办公厅的通知
year = 2027

[[notice]]
title = "2027年放假安排（测试虚构）"
number = "测试〔2026〕1号"
published = 2026-11-18

[[holiday]]
name = "元旦"
first = 2027-01-01
last = 2027-01-03

[[holiday]]
name = "春节"
first = 2027-02-05
last = 2027-02-11
work = [2027-02-13]

[[holiday]]
name = "清明节"
first = 2027-04-03
last = 2027-04-05

[[holiday]]
name = "劳动节"
first = 2027-05-01
last = 2027-05-05
work = [2027-04-25, 2027-05-08]

[[holiday]]
name = "端午节"
first = 2027-06-09
last = 2027-06-09

[[holiday]]
name = "中秋节"
first = 2027-09-15
last = 2027-09-15

[[holiday]]
name = "国庆节"
first = 2027-10-01
last = 2027-10-07
work = [2027-10-09]
"""

# an amendment: 31 December 2026 is off, and made up for on 9 January
AMENDED_2027 = (
    NOTICE_2027.replace("first = 2027-01-01\nlast = 2027-01-03", "first = 2026-12-31\nlast = 2027-01-03")
    .replace('name = "元旦"', 'name = "元旦"\nnumber = "测试〔2026〕2号"\nwork = [2027-01-09]')
    .replace(
        "[[holiday]]",
        '[[notice]]\ntitle = "调整元旦放假（测试虚构）"\nnumber = "测试〔2026〕2号"\n'
        "published = 2026-12-10\n\n[[holiday]]",
        1,
    )
)

COUNTY = """\
county = "云岭县"
year = 2026

[[notice]]
title = "关于火把节放假的通知（测试虚构）"
published = 2026-07-01

[[holiday]]
name = "火把节"
first = 2026-08-05
last = 2026-08-07
"""

PACK = """\
name = "云岭县规则"
published = 2026-07-15

[switches]
local_days = "natural"
urgent_within = 2

[[rule]]
id = "D01"
length = 15
article = "云岭县履行监督办法第三条"

[[rule]]
id = "L01"
name = "内部分办"
procedure = "reconsideration"
trigger = "收到申请"
debtor = "行政复议机构"
article = "云岭县行政复议工作规程第五条"
length = 2
unit = "WD"
roll = "none"
starts = ["receive"]
ends = ["review"]
"""
