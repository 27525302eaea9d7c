// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The labels by which others find a sandbox. They are an entry of its record: labels of objects would have to be taken off all
 * that policies and selectors of others read.
 *
 * @param all the labels
 */
public record SandboxLabels(Map<String, String> all) {

    private static final String ENTRY = "labels";

    /** Copies the map. */
    public SandboxLabels {
        all = Map.copyOf(all);
    }

    /** Returns those of the sandboxes that an engine opens. */
    static SandboxLabels of(Settings settings) {
        return new SandboxLabels(Setting.SANDBOX_LABELS.find(settings).orElse(Map.of()));
    }

    /** Returns the labels of sandboxes that are to be joined, of each entry all: what the settings say, else what the spec says. */
    public static List<SandboxLabels> asked(SandboxSpec spec, Settings settings) {
        return Setting.JOIN_LABELS.find(settings).map(List::of).orElse(spec.joins()).stream()
                .map(SandboxLabels::new)
                .toList();
    }

    /** Reads those of a sandbox. Another version may write what is none: then it has none. */
    public static SandboxLabels on(ConfigMap record) {
        return Optional.ofNullable(record.getData())
                .flatMap(data -> Optional.ofNullable(data.get(ENTRY)))
                .map(SandboxLabels::read)
                .orElse(new SandboxLabels(Map.of()));
    }

    private static SandboxLabels read(String text) {
        try {
            return new SandboxLabels(Setting.SANDBOX_LABELS.type().read(text));
        } catch (IllegalArgumentException e) {
            return new SandboxLabels(Map.of());
        }
    }

    /** Returns the entry of a record that tells them; empty if there are none. */
    Map<String, String> entry() {
        return all.isEmpty() ? Map.of() : Map.of(ENTRY, text());
    }

    /** Returns whether a sandbox with these labels has all of some others. */
    public boolean have(SandboxLabels asked) {
        return all.entrySet().containsAll(asked.all.entrySet());
    }

    /** Returns them as settings have them, in the order of their names. */
    public String text() {
        return new TreeMap<>(all)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(","));
    }
}
