// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import java.util.ArrayList;
import java.util.List;

/// What becomes of an entry of an image's layer, by its name.
public sealed interface EntryPath {
  /// It is stored there.
  record Kept(List<String> names) implements EntryPath {}

  /// It lies above a folder that is stored: it can only be a folder.
  record Above(List<String> names) implements EntryPath {}

  /// It takes away what earlier layers have there.
  record Whiteout(List<String> names) implements EntryPath {}

  /// It takes away all that earlier layers have in that folder.
  record Opaque(List<String> names) implements EntryPath {}

  /// No pod sees it.
  record Outside() implements EntryPath {}

  /// No image has such a name by chance.
  record Unfit(LibraryProblem why) implements EntryPath {}

  /// The most names that a path may have.
  int DEEPEST = 64;

  /// The most bytes that a name may have.
  int LONGEST = 255;

  /// What the names of whiteouts begin with.
  String WHITEOUT = ".wh.";

  /// The name of an opaque whiteout.
  String OPAQUE = ".wh..wh..opq";

  /// The folders that are stored.
  List<List<String>> FOLDERS =
      List.of(
          List.of(LibraryRequest.PACKAGE_FOLDER.split("/", -1)),
          List.of(LibraryRequest.INJECT_FOLDER.split("/", -1)));

  /// Reads the name of an entry.
  static EntryPath read(String text) {
    return switch (plain(text)) {
      case Kept(var names) when !names.isEmpty() && names.getLast().equals(OPAQUE) -> {
        List<String> folder = names.subList(0, names.size() - 1);
        yield concerns(folder) ? new Opaque(folder) : new Outside();
      }
      case Kept(var names) when !names.isEmpty() && names.getLast().startsWith(WHITEOUT) -> {
        var gone = new ArrayList<>(names);
        gone.set(names.size() - 1, names.getLast().substring(WHITEOUT.length()));
        if (!isName(gone.getLast())) {
          yield new Unfit(LibraryProblem.unfit("a whiteout of nothing: " + quoted(text)));
        }
        yield concerns(gone) ? new Whiteout(List.copyOf(gone)) : new Outside();
      }
      case Kept(var names) when isInside(names) -> new Kept(names);
      case Kept(var names) when isAbove(names) -> new Above(names);
      case Unfit unfit -> unfit;
      case Kept _, Above _, Whiteout _, Opaque _, Outside _ -> new Outside();
    };
  }

  /// Where a hard link leads: a path like that of an entry.
  static EntryPath link(String text) {
    return switch (plain(text)) {
      case Kept(var names) when isInside(names) -> new Kept(names);
      case Unfit unfit -> unfit;
      case Kept _, Above _, Whiteout _, Opaque _, Outside _ ->
          new Unfit(
              LibraryProblem.unfit(
                  "a hard link leads out of the library's folder: " + quoted(text)));
    };
  }

  private static EntryPath plain(String text) {
    var names = new ArrayList<String>();
    int end;
    for (int start = 0; start <= text.length(); start = end + 1) {
      int slash = text.indexOf('/', start);
      end = slash < 0 ? text.length() : slash;
      String name = text.substring(start, end);
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (!isName(name)) {
        return new Unfit(LibraryProblem.unfit("an entry leads out of it: " + quoted(text)));
      }
      names.add(name);
    }
    return names.size() > DEEPEST
        ? new Unfit(LibraryProblem.unfit("an entry lies too deep: " + quoted(text)))
        : new Kept(List.copyOf(names));
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('\0') < 0
        && bytes(name) <= LONGEST;
  }

  /// How many bytes the kernel is given, in UTF-8; both halves of a pair have two.
  private static int bytes(String name) {
    int bytes = 0;
    for (int at = 0; at < name.length(); at++) {
      char point = name.charAt(at);
      bytes += point < 0x80 ? 1 : point < 0x800 || Character.isSurrogate(point) ? 2 : 3;
    }
    return bytes;
  }

  private static boolean isInside(List<String> names) {
    for (List<String> folder : FOLDERS) {
      if (begins(names, folder)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAbove(List<String> names) {
    for (List<String> folder : FOLDERS) {
      if (begins(folder, names)) {
        return true;
      }
    }
    return false;
  }

  private static boolean concerns(List<String> names) {
    return isInside(names) || isAbove(names);
  }

  private static boolean begins(List<String> names, List<String> with) {
    return names.size() >= with.size() && names.subList(0, with.size()).equals(with);
  }

  private static String quoted(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return "\"" + (line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...") + "\"";
  }
}
