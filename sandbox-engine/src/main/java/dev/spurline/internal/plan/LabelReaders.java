// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what in a fork's pod reads a label or an annotation of it that the baseline has with another value. */
final class LabelReaders {

    private static final Pattern FIELD = Pattern.compile("metadata\\.(labels|annotations)(?:\\['([^']+)'])?");

    private final ForkDraft draft;

    LabelReaders(ForkDraft draft) {
        this.draft = draft;
    }

    /** Warns of each, once the labels are final. */
    void warn() {
        WorkloadHints.containers(draft.pod())
                .forEach(container -> container.getEnv().stream()
                        .filter(variable -> variable.getValueFrom() != null)
                        .forEach(variable -> warnOfVariable(container, variable)));
        draft.pod().getVolumes().forEach(volume -> files(volume).forEach(file -> warnOfFile(volume, file)));
    }

    private void warnOfVariable(Container container, EnvVar variable) {
        field(variable.getValueFrom().getFieldRef())
                .ifPresent(
                        field -> draft.warn("env [%s] of container [%s] reads %s: set it with env if its value matters"
                                .formatted(variable.getName(), container.getName(), field)));
    }

    private void warnOfFile(Volume volume, DownwardAPIVolumeFile file) {
        field(file.getFieldRef())
                .ifPresent(field -> draft.warn("file [%s] of volume [%s] shows %s: its readers see another workload"
                        .formatted(file.getPath(), volume.getName(), field)));
    }

    private static Stream<DownwardAPIVolumeFile> files(Volume volume) {
        Stream<List<DownwardAPIVolumeFile>> own =
                Stream.ofNullable(volume.getDownwardAPI()).map(source -> source.getItems());
        Stream<List<DownwardAPIVolumeFile>> projected = Stream.ofNullable(volume.getProjected())
                .flatMap(source -> source.getSources().stream())
                .flatMap(source -> Stream.ofNullable(source.getDownwardAPI()))
                .map(source -> source.getItems());
        return Stream.concat(own, projected).flatMap(List::stream);
    }

    private Optional<String> field(@Nullable ObjectFieldSelector selector) {
        Matcher field = FIELD.matcher(selector == null ? "" : selector.getFieldPath());
        if (!field.matches()) {
            return Optional.empty();
        }
        boolean labels = field.group(1).equals("labels");
        Map<String, String> before = all(draft.baseline().template().getMetadata(), labels);
        Map<String, String> now = all(draft.template().getMetadata(), labels);
        return field.group(2) == null
                ? whole(labels ? "labels" : "annotations", before, now)
                : one(labels ? "label" : "annotation", field.group(2), before, now);
    }

    private static Optional<String> one(String what, String name, Map<String, String> before, Map<String, String> now) {
        String had = before.getOrDefault(name, "");
        String has = now.getOrDefault(name, "");
        return had.equals(has)
                ? Optional.empty()
                : Optional.of("%s [%s], which is [%s] in the fork instead of [%s]".formatted(what, name, has, had));
    }

    /** What Spurline adds is no other value of anything. */
    private static Optional<String> whole(String what, Map<String, String> before, Map<String, String> now) {
        Set<String> changed = new TreeSet<>();
        before.forEach((name, value) -> {
            if (!value.equals(now.get(name))) {
                changed.add(name);
            }
        });
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of("all %s, of which the fork has changed [%s]".formatted(what, String.join(", ", changed)));
    }

    private static Map<String, String> all(@Nullable ObjectMeta metadata, boolean labels) {
        Map<String, String> found = metadata == null ? null : labels ? metadata.getLabels() : metadata.getAnnotations();
        return new TreeMap<>(Objects.requireNonNullElse(found, Map.of()));
    }
}
