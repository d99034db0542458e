// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Tags as people write them: `key:value`, with commas between.
public final class Tags {
  private static final Pattern TAG =
      Pattern.compile("[A-Za-z][A-Za-z0-9_./-]{0,99}:[^\\s,]{1,200}");

  private Tags() {}

  /// Whether this is a list of tags.
  public static boolean readable(String text) {
    for (String tag : text.split(",", -1)) {
      if (!TAG.matcher(tag.strip()).matches()) {
        return false;
      }
    }
    return true;
  }

  /// The tags, by key.
  public static Map<String, String> parse(String text) {
    var tags = new TreeMap<String, String>();
    for (String tag : text.split(",", -1)) {
      String[] parts = tag.strip().split(":", 2);
      tags.put(parts[0], parts[1]);
    }
    return tags;
  }
}
