// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is wrong with an object, in the words of Istio's webhook. */
final class Problems {

    private final List<String> found = new ArrayList<>();

    void add(String problem) {
        found.add(problem);
    }

    void addIf(boolean wrong, String problem) {
        if (wrong) {
            add(problem);
        }
    }

    /** Returns all of them as one text: several the way {@code hashicorp/go-multierror} lists them. */
    Optional<String> text() {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                found.size() == 1
                        ? found.get(0)
                        : found.stream()
                                .map(problem -> "\t* " + problem)
                                .collect(Collectors.joining("\n", found.size() + " errors occurred:\n", "\n\n")));
    }
}
