package io.shallows.spec;

/** What reading a value needs to know to refuse it well. */
record ReadContext(String path, String advice, Vocabulary vocabulary) {

  /** {@code grid.width: 0 at spec.yaml:7 is below 1; use widths such as [16, 32]}. */
  SpecException wrong(SpecNode node, String complaint) {
    return wrong(node, complaint, advice);
  }

  SpecException wrong(SpecNode node, String complaint, String otherAdvice) {
    String value =
        node instanceof SpecNode.Scalar scalar && scalar.isNull() ? "no value" : node.shown();
    return new SpecException(
        path + ": " + value + " " + node.place() + " " + complaint + "; " + otherAdvice);
  }

  ReadContext at(String key) {
    return new ReadContext(path + "." + key, advice, vocabulary);
  }
}
