// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.profiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.inject.YamlText;
import io.eksbridge.inject.verdict.Profile;
import io.eksbridge.startup.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.yaml.snakeyaml.error.YAMLException;

/// The file of `--profiles`: a list of profiles, in the order in which they are tried.
public final class ProfilesFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ProfilesFile() {}

  /// The profiles; what one does not say is as the flags say.
  public static List<Profile> read(Path file, Profile flags) {
    JsonNode list = list(file);
    var names = new HashSet<String>();
    var profiles = new ArrayList<Profile>();
    for (int index = 0; index < list.size(); index++) {
      String path = "--profiles: profiles[" + index + "]";
      Profile profile = ProfileReader.read(path, list.get(index), flags);
      if (!names.add(profile.name()) || profile.name().equals(Profile.DEFAULT)) {
        throw new Refusal(path + ".name: " + profile.name() + " is taken");
      }
      profiles.add(profile);
    }
    return profiles;
  }

  private static JsonNode list(Path file) {
    List<Object> documents;
    try {
      documents = YamlText.documents(Files.readString(file));
    } catch (IOException unreadable) {
      throw new Refusal("--profiles " + file + " cannot be read: " + unreadable, unreadable);
    } catch (YAMLException | IllegalArgumentException unreadable) {
      String why = String.valueOf(unreadable.getMessage()).replaceAll("\\s+", " ");
      throw new Refusal("--profiles " + file + " is neither YAML nor JSON: " + why, unreadable);
    }
    JsonNode root =
        documents.size() == 1 ? JSON.valueToTree(documents.getFirst()) : JSON.nullNode();
    JsonNode list = root.isObject() && root.size() == 1 ? root.path("profiles") : root;
    if (!list.isArray()) {
      throw new Refusal(
          "--profiles " + file + " must hold a list, or an object with it as profiles");
    }
    return list;
  }
}
