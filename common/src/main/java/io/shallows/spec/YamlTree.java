package io.shallows.spec;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads YAML to a tree of plain values with places.
 *
 * <p>Anchors, aliases, tags and several documents are refused: a spec needs none of them, and they
 * are how YAML texts grow without bound or construct objects.
 */
final class YamlTree {
  /** The option by which a value comes from the command line. */
  static final String OVERRIDE = "--set";

  /** How lists, mappings and quoted texts begin. */
  private static final String STRUCTURE = "[{\"'";

  static final int MAX_CHARACTERS = 1_000_000;
  private static final int MAX_NESTING = 20;

  private final String source;
  private final boolean lines;

  private YamlTree(String source, boolean lines) {
    this.source = source;
    this.lines = lines;
  }

  /** The mapping that a spec's text holds. */
  static SpecNode.Mapping document(String text, String source) {
    if (text.length() > MAX_CHARACTERS) {
      throw new SpecException(
          source
              + ": "
              + text.length()
              + " characters are above "
              + MAX_CHARACTERS
              + "; is this a spec?");
    }
    SpecNode tree = new YamlTree(source, true).read(text);
    if (tree instanceof SpecNode.Mapping mapping) {
      return mapping;
    }
    if (tree instanceof SpecNode.Scalar scalar && scalar.isNull()) {
      throw new SpecException(
          source + ": is empty; write a spec with what this prints: shallows init");
    }
    throw new SpecException(
        source
            + ": holds "
            + tree.shown()
            + ", not keys with values; write a spec with: shallows init");
  }

  /**
   * The value of an override of a dotted path. Lists and mappings in brackets and texts in quotes
   * are YAML; everything else is taken as it stands, so that a path may hold what YAML would cut
   * off as a comment or read as a key.
   */
  static SpecNode value(String text, String path) {
    String value = text.strip();
    YamlTree yaml = new YamlTree(OVERRIDE + " " + path, false);
    if (value.isEmpty() || STRUCTURE.indexOf(value.charAt(0)) < 0) {
      return new SpecNode.Scalar(value, true, yaml.place(null));
    }
    return yaml.read(value);
  }

  /** Refuses what YAML would leave out without a word: a comment behind the value. */
  private void refuseRest(String text, Node node) {
    int end = text.offsetByCodePoints(0, node.getEndMark().getIndex());
    String rest = text.substring(end).strip();
    if (!lines && !rest.isEmpty()) {
      throw new SpecException(
          source
              + ": "
              + rest
              + " stands behind the end of the value; put quotes around all of it, such as "
              + ScalarTypes.quoted(text));
    }
  }

  private SpecNode read(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_NESTING);
    options.setAllowDuplicateKeys(true);
    Yaml yaml = new Yaml(options);
    try {
      refuseUnsafe(yaml, text);
      Node node = yaml.compose(new StringReader(text));
      if (node == null) {
        return new SpecNode.Scalar("", true, place(null));
      }
      refuseRest(text, node);
      return convert(node, "");
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw new SpecException(
          where(mark)
              + ": not YAML: "
              + e.getProblem().replaceAll("\\s+", " ")
              + "; check indentation and quotes there");
    } catch (YAMLException e) {
      throw new SpecException(
          source
              + ": not YAML: "
              + e.getMessage().lines().findFirst().orElse("")
              + "; is this a spec?");
    }
  }

  private void refuseUnsafe(Yaml yaml, String text) {
    int documents = 0;
    for (Event event : yaml.parse(new StringReader(text))) {
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        throw refused(event, "a second document", "keep one spec per file");
      }
      if (event instanceof AliasEvent
          || (event instanceof NodeEvent node && node.getAnchor() != null)) {
        throw refused(event, "an anchor or alias", "write the value out");
      }
      String tag = tag(event);
      if (tag != null) {
        throw refused(event, "the tag " + tag, "write the value without it");
      }
    }
  }

  private static String tag(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag();
    }
    if (event instanceof MappingStartEvent mapping) {
      return mapping.getTag();
    }
    return event instanceof SequenceStartEvent sequence ? sequence.getTag() : null;
  }

  private SpecException refused(Event event, String what, String advice) {
    return new SpecException(
        where(event.getStartMark()) + ": " + what + " is not allowed in a spec; " + advice);
  }

  private SpecNode convert(Node node, String path) {
    String place = place(node.getStartMark());
    if (node instanceof ScalarNode scalar) {
      return new SpecNode.Scalar(
          scalar.getValue(), scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN, place);
    }
    if (node instanceof SequenceNode sequence) {
      List<SpecNode> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(convert(item, path));
      }
      return new SpecNode.Sequence(items, place);
    }
    SpecNode.Mapping mapping = SpecNode.Mapping.empty(place);
    for (NodeTuple entry : ((MappingNode) node).getValue()) {
      String keyPlace = place(entry.getKeyNode().getStartMark());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw new SpecException(
            (path.isEmpty() ? "a key " : path + ": a key ")
                + keyPlace
                + " is not a word; use key: value");
      }
      String name = key.getValue();
      String inner = path.isEmpty() ? name : path + "." + name;
      if (mapping.entries().containsKey(name)) {
        throw new SpecException(
            inner
                + ": stands twice, "
                + mapping.keyPlaces().get(name)
                + " and "
                + keyPlace
                + "; keep one");
      }
      mapping.put(name, keyPlace, convert(entry.getValueNode(), inner));
    }
    return mapping;
  }

  private String where(Mark mark) {
    return lines && mark != null ? source + ":" + (mark.getLine() + 1) : source;
  }

  private String place(Mark mark) {
    return lines ? "at " + where(mark) : "from " + OVERRIDE;
  }
}
