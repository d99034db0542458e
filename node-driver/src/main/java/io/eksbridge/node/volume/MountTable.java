// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The mounts of this process as `/proc/self/mountinfo` lists them: text in, values out.
///
/// @param layers all of them, the later on top of the earlier
public record MountTable(List<Layer> layers) {
  private static final String DELETED = "//deleted";
  private static final int ROOT = 3;
  private static final int POINT = 4;
  private static final int OPTIONS = 5;
  private static final Pattern UPPER = Pattern.compile("[ ,]upperdir=([^, ]*)");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  /// One mount at one place.
  ///
  /// @param root which part of its file system it shows
  /// @param point where it is mounted
  /// @param options of this mount, not of the file system
  /// @param upper where an overlay keeps what is written; empty where it is none
  public record Layer(String root, String point, Set<String> options, String upper) {
    /// Copies what may change.
    public Layer {
      options = Set.copyOf(options);
    }

    /// One that is no overlay.
    public Layer(String root, String point, Set<String> options) {
      this(root, point, options, "");
    }

    /// What it shows was deleted since: nobody listens there any more.
    public boolean isStale() {
      return root.endsWith(DELETED);
    }

    /// The path of what it shows, or showed, in its file system.
    public String shown() {
      return isStale() ? root.substring(0, root.length() - DELETED.length()) : root;
    }

    /// The last name of that.
    public String name() {
      return shown().substring(shown().lastIndexOf('/') + 1);
    }

    /// Nothing can be changed, started or reached as a device through it.
    public boolean isConfined() {
      return isConfinedTo(Access.READ_ONLY);
    }

    /// It allows that much, no more and no less.
    public boolean isConfinedTo(Access access) {
      return access.isOf(options);
    }
  }

  /// Copies what may change.
  public MountTable {
    layers = List.copyOf(layers);
  }

  /// Reads the text; a line that is not of the kernel's form is passed over.
  public static MountTable parse(String text) {
    return new MountTable(
        text.lines()
            .filter(line -> line.contains(" - "))
            .map(line -> line.split(" ", OPTIONS + 2))
            .filter(fields -> fields.length > OPTIONS)
            .map(
                fields ->
                    new Layer(
                        plain(fields[ROOT]),
                        plain(fields[POINT]),
                        Set.of(fields[OPTIONS].split(",")),
                        upper(fields[OPTIONS + 1])))
            .toList());
  }

  /// Reads of the text only the mounts at exactly this place, the topmost last: on a node with many
  /// mounts nearly all lines are others.
  public static List<Layer> parse(String text, String point) {
    String field = " " + escaped(point) + " ";
    return parse(text.lines().filter(line -> line.contains(field)).collect(joining("\n")))
        .at(point);
  }

  /// The mounts at exactly this place, the topmost last.
  public List<Layer> at(String point) {
    return layers.stream().filter(layer -> layer.point().equals(point)).toList();
  }

  private static String upper(String rest) {
    Matcher upper = UPPER.matcher(rest);
    return upper.find() ? plain(upper.group(1)) : "";
  }

  private static String escaped(String plain) {
    return plain
        .replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }

  /// Undoes the kernel's escapes: a backslash and three octal digits stand for a blank, a line's
  /// end or a backslash.
  private static String plain(String escaped) {
    return ESCAPE
        .matcher(escaped)
        .replaceAll(
            match -> {
              char character = (char) Integer.parseInt(match.group(1), 8);
              return Matcher.quoteReplacement(String.valueOf(character));
            });
  }
}
