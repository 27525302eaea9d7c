// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.kinds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** The resources that a server offers now; custom ones come and go. */
public final class ResourceKinds {

    private final Map<String, ResourceKind> byResource = new ConcurrentSkipListMap<>();

    /** Starts with the built-in ones. */
    public ResourceKinds() {
        BuiltInKinds.all().forEach(this::put);
    }

    /** Adds or replaces a resource. */
    public void put(ResourceKind kind) {
        byResource.put(kind.resource(), kind);
    }

    /** Removes a resource. */
    public void remove(String resource) {
        byResource.remove(resource);
    }

    /** Returns the resource of a path, if it is served in that version. */
    public Optional<ResourceKind> find(String group, String version, String plural) {
        return byName(group.isEmpty() ? plural : plural + "." + group)
                .filter(kind -> kind.versions().contains(version));
    }

    /** Returns a resource by its name with its group. */
    public Optional<ResourceKind> byName(String resource) {
        return Optional.ofNullable(byResource.get(resource));
    }

    /** Returns all resources, ordered by name. */
    public Stream<ResourceKind> stream() {
        return byResource.values().stream();
    }

    /** Returns the groups but the core one, the built-in ones first. */
    public List<String> groups() {
        List<String> groups = new ArrayList<>();
        BuiltInKinds.all().forEach(kind -> addOnce(groups, kind.group()));
        stream().forEach(kind -> addOnce(groups, kind.group()));
        groups.remove("");
        return groups;
    }

    private static void addOnce(List<String> groups, String group) {
        if (!groups.contains(group)) {
            groups.add(group);
        }
    }

    /** Returns the versions of a group, the preferred one first. */
    public List<String> versions(String group) {
        return stream()
                .filter(kind -> kind.group().equals(group))
                .flatMap(kind -> kind.versions().stream())
                .distinct()
                .sorted(new VersionOrder())
                .toList();
    }
}
