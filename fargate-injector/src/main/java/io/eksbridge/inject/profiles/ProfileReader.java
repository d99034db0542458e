// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.profiles;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Require;
import io.eksbridge.inject.verdict.AgentSettings;
import io.eksbridge.inject.verdict.AgentSettings.Logs;
import io.eksbridge.inject.verdict.AgentSettings.SecretReference;
import io.eksbridge.inject.verdict.Choices;
import io.eksbridge.inject.verdict.Choices.FormChoice;
import io.eksbridge.inject.verdict.Choices.Hardening;
import io.eksbridge.inject.verdict.Choices.SizePolicy;
import io.eksbridge.inject.verdict.ClusterAgentAddress.Strategy;
import io.eksbridge.inject.verdict.Guard;
import io.eksbridge.inject.verdict.Guard.Setting;
import io.eksbridge.inject.verdict.Profile;
import io.eksbridge.startup.Refusal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads one profile; each setting that it does not have is the flags'.
final class ProfileReader {
  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              "name",
              "match",
              "inject",
              "image",
              "pullSecrets",
              "site",
              "clusterName",
              "secret",
              "resources",
              "env",
              "tags",
              "securityContext",
              "logs",
              "processes",
              "clusterAgentCa",
              "form",
              "hardening",
              "address",
              "injectWithoutAddress",
              "injectWithoutCredentials",
              "size",
              "podSettings"));

  private final Fields profile;
  private final AgentSettings agent;
  private final Choices choices;

  private ProfileReader(Fields profile, Profile flags) {
    this.profile = profile;
    this.agent = flags.agent();
    this.choices = flags.choices();
  }

  static Profile read(String path, JsonNode json, Profile flags) {
    Fields profile = Fields.of(path, json, KNOWN);
    if (!profile.has("name")) {
      throw new Refusal(path + ".name is missing");
    }
    var reader = new ProfileReader(profile, flags);
    return new Profile(
        Require.name(profile.at("name"), profile.text("name", "")),
        reader.match(),
        profile.flag("inject", true),
        reader.agent(),
        reader.choices());
  }

  private Profile.Match match() {
    Fields match =
        profile.object(
            "match", new TreeSet<>(Set.of("namespaces", "namespaceSelector", "podSelector")));
    return new Profile.Match(
        Require.patterns(match.at("namespaces"), match.texts("namespaces", List.of())),
        Selectors.read(match, "namespaceSelector"),
        Selectors.read(match, "podSelector"));
  }

  private AgentSettings agent() {
    Fields secret =
        profile.object("secret", new TreeSet<>(Set.of("name", "apiKeyKey", "tokenKey")));
    Fields resources = profile.object("resources", Set.of("cpu", "memory"));
    var pullSecrets = profile.texts("pullSecrets", agent.pullSecrets());
    pullSecrets.forEach(each -> Require.name(profile.at("pullSecrets"), each));
    return new AgentSettings(
        Require.image(profile.at("image"), profile.text("image", agent.image())),
        pullSecrets,
        Require.host(profile.at("site"), profile.text("site", agent.site())),
        profile.text("clusterName", agent.clusterName()),
        new SecretReference(
            Require.name(secret.at("name"), secret.text("name", agent.secret().name())),
            Require.key(
                secret.at("apiKeyKey"), secret.text("apiKeyKey", agent.secret().apiKeyKey())),
            Require.key(secret.at("tokenKey"), secret.text("tokenKey", agent.secret().tokenKey()))),
        Require.quantity(resources.at("cpu"), resources.text("cpu", agent.cpu()), "200m"),
        Require.quantity(resources.at("memory"), resources.text("memory", agent.memory()), "256Mi"),
        EnvironmentVariables.read(profile),
        tags(),
        profile.object("securityContext", SecurityContext.KNOWN).json(),
        word("logs", agent.logs(), Logs.values()),
        profile.flag("processes", agent.processes()),
        clusterAgentCa());
  }

  private String clusterAgentCa() {
    String name = profile.text("clusterAgentCa", agent.caConfigMap());
    return name.isEmpty() ? name : Require.name(profile.at("clusterAgentCa"), name);
  }

  private Choices choices() {
    Guard guard = choices.guard();
    Fields pods =
        profile.object("podSettings", new TreeSet<>(Set.of("allowed", "cpuRange", "memoryRange")));
    var allowed = EnumSet.noneOf(Setting.class);
    pods.texts("allowed", guard.allowed().stream().map(Require::word).toList())
        .forEach(each -> allowed.add(Require.choice(pods.at("allowed"), each, Setting.values())));
    return new Choices(
        word("form", choices.form(), FormChoice.values()),
        word("hardening", choices.hardening(), Hardening.values()),
        word("address", choices.strategy(), Strategy.values()),
        profile.flag("injectWithoutAddress", choices.withoutAddress()),
        profile.flag("injectWithoutCredentials", choices.withoutCredentials()),
        word("size", choices.size(), SizePolicy.values()),
        new Guard(
            allowed,
            Require.range(pods.at("cpuRange"), pods.text("cpuRange", guard.cpu().toString())),
            Require.range(
                pods.at("memoryRange"), pods.text("memoryRange", guard.memory().toString()))));
  }

  /// The flags' tags, with those of the profile added or in their place.
  private Map<String, String> tags() {
    var tags = new TreeMap<>(agent.tags());
    JsonNode own = profile.node("tags");
    if (!own.isMissingNode() && !own.isObject()) {
      throw new Refusal(profile.at("tags") + " must be an object, not " + own);
    }
    for (var tag : own.properties()) {
      String field = profile.at("tags") + "." + tag.getKey();
      tags.putAll(Require.tags(field, tag.getKey() + ":" + tag.getValue().asText()));
    }
    return tags;
  }

  private <E extends Enum<E>> E word(String name, E otherwise, E[] values) {
    boolean off = profile.node(name).isBoolean() && !profile.node(name).asBoolean();
    String word =
        off ? "off" : profile.text(name, Require.word(otherwise)); // YAML reads off as false
    return Require.choice(profile.at(name), word, values);
  }
}
