// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The versions of objects of others, by which one state of them differs from another. */
public final class ForeignVersions {

    private ForeignVersions() {}

    /** Returns the versions of all objects but those of sandboxes. */
    public static Set<String> of(Stream<? extends HasMetadata> objects) {
        Set<String> versions = new TreeSet<>();
        objects.filter(object -> !SpurlineLabels.ofSandbox(object))
                .map(HasMetadata::getMetadata)
                .forEach(metadata -> versions.add(metadata.getUid() + "@" + metadata.getResourceVersion()));
        return versions;
    }
}
