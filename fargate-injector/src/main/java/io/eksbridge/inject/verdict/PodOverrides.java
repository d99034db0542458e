// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.verdict.AgentSettings.Logs;
import io.eksbridge.inject.verdict.Choices.FormChoice;
import io.eksbridge.inject.verdict.Guard.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a pod's annotations make of its profile: as far as the operator allows, and with a warning
/// where they go beyond that.
///
/// @param agent with what the pod chose
/// @param form that the pod chose, or the profile's
/// @param warnings of annotations that are not heeded
record PodOverrides(AgentSettings agent, FormChoice form, List<String> warnings) {
  private static final int LONGEST_TAGS = 1000;

  static PodOverrides of(PodView pod, Profile profile) {
    JsonNode annotations = pod.metadata().path("annotations");
    boolean none = true;
    for (String key : KEYS.values()) {
      none &= !annotations.has(key);
    }
    return none
        ? new PodOverrides(profile.agent(), profile.choices().form(), List.of())
        : new Reading(annotations, profile).read();
  }

  private static final Map<Setting, String> KEYS =
      Map.of(
          Setting.CPU, Names.CPU_ANNOTATION,
          Setting.MEMORY, Names.MEMORY_ANNOTATION,
          Setting.TAGS, Names.TAGS_ANNOTATION,
          Setting.LOGS, Names.LOGS_ANNOTATION,
          Setting.FORM, Names.FORM_ANNOTATION);

  private record Reading(JsonNode annotations, Profile profile, List<String> warnings) {
    Reading(JsonNode annotations, Profile profile) {
      this(annotations, profile, new ArrayList<>());
    }

    PodOverrides read() {
      AgentSettings agent = profile.agent();
      Guard guard = profile.choices().guard();
      return new PodOverrides(
          agent.with(
              quantity(Setting.CPU, guard.cpu(), agent.cpu()),
              quantity(Setting.MEMORY, guard.memory(), agent.memory()),
              tags(agent.tags()),
              choice(Setting.LOGS, Logs.values(), agent.logs())),
          choice(Setting.FORM, FormChoice.values(), profile.choices().form()),
          List.copyOf(warnings));
    }

    private String quantity(Setting setting, Guard.Range range, String otherwise) {
      String wanted = wanted(setting);
      if (wanted.isEmpty() || range.holds(wanted)) {
        return wanted.isEmpty() ? otherwise : wanted;
      }
      warn(setting, wanted, "is not within " + range);
      return otherwise;
    }

    private <E extends Enum<E>> E choice(Setting setting, E[] values, E otherwise) {
      String wanted = wanted(setting);
      for (E each : values) {
        if (each.name().toLowerCase(Locale.ROOT).equals(wanted)) {
          return each;
        }
      }
      if (!wanted.isEmpty()) {
        warn(setting, wanted, "is none of " + List.of(values).toString().toLowerCase(Locale.ROOT));
      }
      return otherwise;
    }

    private Map<String, String> tags(Map<String, String> otherwise) {
      String wanted = wanted(Setting.TAGS);
      if (wanted.isEmpty()) {
        return otherwise;
      }
      if (wanted.length() > LONGEST_TAGS || !Tags.readable(wanted)) {
        warn(Setting.TAGS, wanted, "is not key:value,key:value");
        return otherwise;
      }
      var tags = new TreeMap<>(Tags.parse(wanted));
      tags.putAll(otherwise); // what the operator set is not the pod's to change
      return tags;
    }

    private String wanted(Setting setting) {
      String wanted = annotations.path(KEYS.getOrDefault(setting, "")).asText("").strip();
      if (!wanted.isEmpty() && !profile.choices().guard().allowed().contains(setting)) {
        warn(setting, wanted, "is not for pods to set");
        return "";
      }
      return wanted;
    }

    private void warn(Setting setting, String wanted, String why) {
      String shown = wanted.length() > 24 ? wanted.substring(0, 23) + "…" : wanted;
      warnings.add(KEYS.get(setting) + ": " + shown + " " + why);
    }
  }
}
