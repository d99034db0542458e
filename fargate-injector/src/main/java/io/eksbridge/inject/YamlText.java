// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// YAML as Kubernetes reads it, of which JSON is a part: no types but JSON's, no key twice, and no
/// dates.
public final class YamlText {
  private YamlText() {}

  /// The documents of a text, without those that are empty.
  public static List<Object> documents(String text) {
    var loading = new LoaderOptions();
    loading.setAllowDuplicateKeys(false);
    var dumping = new DumperOptions();
    var yaml =
        new Yaml(
            new SafeConstructor(loading),
            new Representer(dumping),
            dumping,
            loading,
            new NoDates());
    var documents = new ArrayList<>();
    yaml.loadAll(text).forEach(documents::add);
    documents.removeIf(document -> document == null);
    return documents;
  }

  /// A value as YAML.
  public static String print(Object value) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new Yaml(options).dump(value);
  }

  /// What looks like a date is text.
  private static final class NoDates extends Resolver {
    @Override
    public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
      if (!tag.equals(Tag.TIMESTAMP)) {
        super.addImplicitResolver(tag, pattern, first, limit);
      }
    }
  }
}
