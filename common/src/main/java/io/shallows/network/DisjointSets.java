package io.shallows.network;

/** Disjoint sets of the integers 0 to size - 1; a set's name is its least member. */
final class DisjointSets {

  private final int[] parent;

  DisjointSets(int size) {
    parent = new int[size];
    for (int i = 0; i < size; i++) {
      parent[i] = i;
    }
  }

  /** The least member of the set of {@code member}. */
  int find(int member) {
    int root = member;
    while (parent[root] != root) {
      root = parent[root];
    }
    int next = member;
    while (parent[next] != root) {
      int up = parent[next];
      parent[next] = root;
      next = up;
    }
    return root;
  }

  /** Makes one set of two. */
  void join(int a, int b) {
    int left = find(a);
    int right = find(b);
    parent[Math.max(left, right)] = Math.min(left, right);
  }
}
