// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An image by its whole name; nothing is guessed, and nothing in it can lead elsewhere.
///
/// @param host of the registry, with its port where it has one
/// @param repository the path there
/// @param tag where it has one; of no say where there is a digest
/// @param digest `sha256:` and 64 hexadecimal digits
public record ImageReference(
    String host, String repository, Optional<String> tag, Optional<String> digest) {
  private static final int LONGEST = 255;
  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
  private static final String NAME = "[a-z0-9]+(?:(?:__|[._]|-{1,8})[a-z0-9]+)*+";
  private static final Pattern HOST =
      Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?");
  private static final Pattern PATH = Pattern.compile(NAME + "(?:/" + NAME + ")*");
  private static final Pattern PACKAGE = Pattern.compile(NAME);
  private static final Pattern VERSION =
      Pattern.compile("(?:([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})(?:@(?=s)|$))?(sha256:[0-9a-f]{64})?");

  /// Whether something names an image.
  public sealed interface Reading {
    /// It does.
    record Named(ImageReference image) implements Reading {}

    /// It does not.
    record Unfit(LibraryProblem why) implements Reading {}
  }

  /// Reads the three attributes of a volume.
  public static Reading read(String registry, String name, String version) {
    int slash = registry.indexOf('/');
    String host = slash < 0 ? registry : registry.substring(0, slash);
    String path = slash < 0 ? "" : registry.substring(slash + 1);
    if (registry.length() > LONGEST || !isHost(host) || !(slash < 0 || isPath(path))) {
      return unfit(
          "registry",
          "must be a registry's host and a path in lower case, such as gcr.io/datadoghq",
          registry);
    }
    if (name.length() > LONGEST || !PACKAGE.matcher(name).matches()) {
      return unfit("package", "must be the last name of an image, such as dd-lib-java-init", name);
    }
    Matcher form = VERSION.matcher(version);
    if (version.isEmpty() || !form.matches()) {
      return unfit("version", "must be a tag, sha256:<64 digits>, or both joined by @", version);
    }
    return new Reading.Named(
        new ImageReference(
            host,
            path.isEmpty() ? name : path + "/" + name,
            Optional.ofNullable(form.group(1)),
            Optional.ofNullable(form.group(2))));
  }

  /// Reads `registry/package:version`, or `@` before a digest.
  public static Reading parse(String text) {
    int name = text.lastIndexOf('/', text.indexOf('@') < 0 ? text.length() : text.indexOf('@'));
    String last = text.substring(name + 1);
    int end = last.indexOf(':') < 0 ? last.indexOf('@') : last.indexOf(':');
    if (last.indexOf('@') >= 0) {
      end = Math.min(end, last.indexOf('@'));
    }
    if (name < 0 || end < 0) {
      return new Reading.Unfit(
          LibraryProblem.request(
              "must be registry/package:version or registry/package@sha256:...: " + text));
    }
    return read(text.substring(0, name), last.substring(0, end), last.substring(end + 1));
  }

  static boolean isHost(String text) {
    boolean named = text.contains(".") || text.contains(":") || text.equals("localhost");
    return named && HOST.matcher(text).matches();
  }

  static boolean isPath(String text) {
    return PATH.matcher(text).matches();
  }

  /// The last name of its repository: the package.
  public String name() {
    return repository.substring(repository.lastIndexOf('/') + 1);
  }

  /// All that is before the package.
  public String registry() {
    int slash = repository.lastIndexOf('/');
    return slash < 0 ? host : host + "/" + repository.substring(0, slash);
  }

  /// As everyone writes it.
  public String text() {
    return host
        + "/"
        + repository
        + tag.map(each -> ":" + each).orElse("")
        + digest.map(each -> "@" + each).orElse("");
  }

  private static Reading unfit(String attribute, String why, String given) {
    String quoted = given.length() <= LONGEST ? given : given.substring(0, LONGEST) + "...";
    return new Reading.Unfit(
        LibraryProblem.attribute(
            attribute, why + ": \"" + quoted.replaceAll("\\p{Cntrl}", "?") + "\""));
  }
}
