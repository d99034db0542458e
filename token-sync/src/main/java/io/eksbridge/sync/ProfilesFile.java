// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.startup.Refusal;
import io.eksbridge.sync.plan.Layout;
import io.eksbridge.sync.plan.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// The file of `--profiles`, the same that the injector has: what of each concerns copies. What
/// concerns the sidecar alone is the injector's to check, and is not looked at.
final class ProfilesFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ProfilesFile() {}

  /// The profiles in their order; a Secret or key that one does not name is as `usual`.
  static List<Profile> read(Path file, Layout usual) {
    JsonNode list = list(file);
    Map<String, Layout> bySecret = new HashMap<>(Map.of(usual.secret(), usual));
    var profiles = new ArrayList<Profile>();
    for (int index = 0; index < list.size(); index++) {
      var reader = new ProfileFields("--profiles: profiles[" + index + "]", list.get(index));
      Profile profile = reader.read(usual);
      if (profile.injects()) {
        Layout before = bySecret.getOrDefault(profile.layout().secret(), profile.layout());
        profile
            .layout()
            .conflict(before)
            .ifPresent(
                key -> {
                  throw reader.refusal(
                      "secret", "key " + key + " holds the other value elsewhere: " + before);
                });
        bySecret.put(before.secret(), before.and(profile.layout()));
      }
      profiles.add(profile);
    }
    return profiles;
  }

  private static JsonNode list(Path file) {
    JsonNode root;
    try {
      var options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      Object read = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
      root = JSON.valueToTree(read);
    } catch (IOException unreadable) {
      throw new Refusal("--profiles " + file + " cannot be read: " + unreadable, unreadable);
    } catch (YAMLException | IllegalArgumentException unreadable) {
      String why = String.valueOf(unreadable.getMessage()).replaceAll("\\s+", " ");
      throw new Refusal("--profiles " + file + " is neither YAML nor JSON: " + why, unreadable);
    }
    JsonNode list = root.isObject() && root.size() == 1 ? root.path("profiles") : root;
    if (!list.isArray()) {
      throw new Refusal(
          "--profiles " + file + " must hold a list, or an object with it as profiles");
    }
    return list;
  }
}
