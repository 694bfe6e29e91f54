"""数据交换: bundles out and in, who has received what, and joining the county."""
