// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.provider;

import dev.spurline.PreflightException;
import dev.spurline.cluster.ClusterProvider;
import dev.spurline.cluster.ClusterProvider.BlueprintUse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The clusters that somebody can start.
 *
 * @param usable the providers
 * @param unusable those that could not be loaded, and why
 */
public record ClusterProviders(List<ClusterProvider> usable, List<String> unusable) {

    /** The word of the provider that is chosen where only a blueprint is given. */
    public static final String EMBEDDED = "embedded";

    /** Loads all providers on the class path. One that is broken does no harm to others. */
    public static ClusterProviders onClassPath() {
        List<ClusterProvider> usable = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        Iterator<ServiceLoader.Provider<ClusterProvider>> found =
                ServiceLoader.load(ClusterProvider.class).stream().iterator();
        while (load(found, usable, unusable)) {}
        return new ClusterProviders(List.copyOf(usable), List.copyOf(unusable));
    }

    private static boolean load(
            Iterator<ServiceLoader.Provider<ClusterProvider>> found,
            List<ClusterProvider> usable,
            List<String> unusable) {
        String name = "";
        try {
            if (!found.hasNext()) {
                return false;
            }
            ServiceLoader.Provider<ClusterProvider> next = found.next();
            name = "[%s] ".formatted(next.type().getName());
            usable.add(questioned(next.get()));
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            // That a constructor has failed says less than why it has.
            Throwable reason = e instanceof ServiceConfigurationError && e.getCause() != null ? e.getCause() : e;
            unusable.add(name + "(" + reason + ")");
        }
        return true;
    }

    /** Asks all that is asked later: what cannot answer fails here. */
    private static ClusterProvider questioned(ClusterProvider provider) {
        Objects.requireNonNull(provider.name(), "name() is null");
        Objects.requireNonNull(provider.blueprintUse(), "blueprintUse() is null");
        return provider;
    }

    /**
     * Returns the provider of a name.
     *
     * @throws PreflightException if several have it
     */
    public Optional<ClusterProvider> find(String name) {
        List<ClusterProvider> named = named(name).toList();
        if (named.size() > 1) {
            throw new PreflightException(
                    "Cluster [%s] is provided by %d classes: %s. Keep one of them on the class path"
                            .formatted(
                                    name,
                                    named.size(),
                                    named.stream()
                                            .map(ClusterProviders::nameOfClass)
                                            .collect(Collectors.joining(", "))));
        }
        return named.stream().findFirst();
    }

    /**
     * Refuses a provider that has taken a word of the engine.
     *
     * @throws PreflightException if one has
     */
    public void refuse(String word) {
        named(word).findFirst().ifPresent(taken -> {
            throw new PreflightException("Provider %s has the name [%s], which means a cluster that is not provided:"
                            .formatted(nameOfClass(taken), word)
                    + " give it another name");
        });
    }

    private Stream<ClusterProvider> named(String name) {
        return usable.stream().filter(provider -> provider.name().equalsIgnoreCase(name));
    }

    private static String nameOfClass(ClusterProvider provider) {
        return "[%s]".formatted(provider.getClass().getName());
    }

    /** Returns the names of all providers. */
    public List<String> names() {
        return usable.stream().map(ClusterProvider::name).toList();
    }

    /** Returns the names of clusters that a blueprint describes. */
    public List<String> describedByBlueprint() {
        Stream<String> found = usable.stream()
                .filter(provider -> provider.blueprintUse() != BlueprintUse.NONE)
                .map(ClusterProvider::name);
        return Stream.concat(Stream.of(EMBEDDED), found).distinct().toList();
    }

    /** Says which providers there are. */
    public String describe() {
        return names() + (unusable.isEmpty() ? "" : "; not usable: " + String.join(", ", unusable));
    }
}
