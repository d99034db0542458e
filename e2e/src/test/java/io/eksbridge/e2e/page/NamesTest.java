// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.page;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The names that the services share through the cluster: each module spells them for itself, all
/// spell them alike.
final class NamesTest {
  private static final Map<String, Class<?>> MODULES =
      new LinkedHashMap<>(
          Map.of(
              "node-driver", io.eksbridge.node.Names.class,
              "fargate-injector", io.eksbridge.inject.Names.class,
              "token-sync", io.eksbridge.sync.Names.class));

  @Test
  void aNameHasOneValueInAllModules() throws Exception {
    names()
        .forEach(
            (name, values) ->
                assertThat(new TreeSet<>(values.values())).as(name + " in " + values).hasSize(1));
  }

  @Test
  void aValueHasOneNameInAllModules() throws Exception {
    var byValue = new TreeMap<String, TreeSet<String>>();
    names()
        .forEach(
            (name, values) ->
                values
                    .values()
                    .forEach(
                        value -> byValue.computeIfAbsent(value, _ -> new TreeSet<>()).add(name)));

    assertThat(byValue).allSatisfy((value, called) -> assertThat(called).as(value).hasSize(1));
  }

  @Test
  void everyNameIsInTheReference() throws Exception {
    String rows =
        names().entrySet().stream()
            .map(
                entry ->
                    "| `%s` | `%s` | %s |\n"
                        .formatted(
                            entry.getKey(),
                            entry.getValue().values().iterator().next(),
                            String.join(", ", entry.getValue().keySet())))
            .collect(joining());

    Page.isCurrent(
        "names.md",
        """
        # Names that the services share

        All that the services share lies in the cluster, under these names. Each module has them as constants of its own (`Names`).

        | constant | value | known to |
        |---|---|---|
        """
            + rows);
  }

  /// Each constant, and its value by module.
  private static Map<String, Map<String, String>> names() throws Exception {
    var names = new TreeMap<String, Map<String, String>>();
    for (var module : new TreeMap<>(MODULES).entrySet()) {
      for (Field field : constants(module.getValue())) {
        names
            .computeIfAbsent(field.getName(), _ -> new TreeMap<>())
            .put(module.getKey(), String.valueOf(field.get(null)));
      }
    }
    return names;
  }

  private static List<Field> constants(Class<?> names) {
    return Arrays.stream(names.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
        .toList();
  }
}
