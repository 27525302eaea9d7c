// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import dev.spurline.SandboxException;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The Services of others in the namespaces of one sandbox, as they are when somebody asks. */
public final class KnownServices {

    private final KubernetesClient client;
    private final String home;
    private final Set<String> namespaces;
    private final Function<String, Collection<Service>> seen;

    /**
     * Takes what is watched anyway.
     *
     * @param client reads what the watch has not seen yet
     * @param home the sandbox's own namespace
     * @param namespaces all of the sandbox's namespaces
     * @param seen the Services of a namespace, as far as they are known
     */
    public KnownServices(
            KubernetesClient client, String home, Set<String> namespaces, Function<String, Collection<Service>> seen) {
        this.client = client;
        this.home = home;
        this.namespaces = namespaces;
        this.seen = seen;
    }

    /**
     * Finds what a test names.
     *
     * @throws SandboxException if there is no such Service or port in the sandbox's namespaces
     */
    ServiceTarget find(String text) {
        ServiceName name = ServiceName.parse(text, home);
        List<Service> known = new ArrayList<>();
        namespaces.forEach(namespace -> known.addAll(foreign(seen.apply(namespace))));
        if (!namespaces.contains(name.namespace())) {
            throw elsewhere(text, name, known);
        }
        if (known.stream().noneMatch(name::means)) {
            // It may have been made a moment ago.
            known.removeIf(service -> service.getMetadata().getNamespace().equals(name.namespace()));
            known.addAll(foreign(read(name.namespace())));
        }
        return ServiceTarget.find(name, known);
    }

    private static List<Service> foreign(Collection<Service> services) {
        return services.stream()
                .filter(service -> !SpurlineLabels.ofSandbox(service))
                .toList();
    }

    private List<Service> read(String namespace) {
        try {
            return RetryPolicy.whole(
                    "LIST services",
                    () -> client.services().inNamespace(namespace).list().getItems());
        } catch (KubernetesClientException e) {
            throw new SandboxException(
                    "Services of namespace [%s] cannot be listed: %s".formatted(namespace, FailureText.of(e)), e);
        }
    }

    private SandboxException elsewhere(String text, ServiceName name, List<Service> known) {
        List<String> names = known.stream()
                .map(service -> name.like(
                        service.getMetadata().getNamespace(),
                        service.getMetadata().getName()))
                .sorted()
                .toList();
        return new SandboxException("Service [%s] is in none of the namespaces of the sandbox, which are %s: %s"
                .formatted(
                        text,
                        namespaces.stream().sorted().toList(),
                        NearestName.to(text, names)
                                .map("did you mean [%s]?"::formatted)
                                .orElse("the sandbox has a way only to where it forks something")));
    }
}
