// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.cluster.internal.yaml.KubernetesYaml;
import dev.spurline.cluster.internal.yaml.YamlDocument;
import dev.spurline.cluster.internal.yaml.YamlException;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Splits a configuration file into its entries: in YAML, {@code spring.kafka.bootstrap-servers} may stand in three lines, with
 * others between, and what a comment says is not so.
 */
final class ConfigFileEntries {

    /** How a line of a comment begins, in any format that has such: a whole line only, for an address may have one inside. */
    private static final Pattern COMMENT = Pattern.compile("(?m)^[ \\t]*(#|//|;|!).*$");

    /** The reader of manifests takes such tabs one by one, as they may be of a text; here none differs from a blank. */
    private static final Pattern TABS = Pattern.compile("(?<=:)[ \\t]*\\t[ \\t]*");

    private ConfigFileEntries() {}

    /**
     * Returns the values of a file by the paths of their keys; one without a name, with all of its text, if it is of no format
     * that has keys, or cannot be read.
     *
     * @param name the file's name
     * @param text what it says
     */
    static Map<String, String> of(String name, String text) {
        Map<String, String> entries =
                switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
                    case "yml", "yaml", "json" -> yaml(text);
                    case "properties", "env" -> properties(text);
                    default -> Map.of();
                };
        return entries.isEmpty() ? Map.of("", COMMENT.matcher(text).replaceAll("")) : entries;
    }

    /** A path that several documents have, one for each profile, counts with all of its values. */
    private static Map<String, String> yaml(String text) {
        Map<String, String> entries = new LinkedHashMap<>();
        try {
            List<YamlDocument> documents =
                    KubernetesYaml.documents(TABS.matcher(text).replaceAll(" "));
            documents.forEach(document -> document.scalars()
                    .forEach((path, scalar) -> entries.merge(path, scalar.text(), (one, other) -> one + " " + other)));
        } catch (YamlException e) {
            return Map.of();
        }
        return entries;
    }

    private static Map<String, String> properties(String text) {
        Properties read = new Properties();
        try {
            read.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            return Map.of();
        }
        Map<String, String> entries = new TreeMap<>();
        read.stringPropertyNames().forEach(key -> entries.put(key, read.getProperty(key)));
        return entries;
    }
}
