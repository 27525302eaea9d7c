// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.junit.client.ClientAdapter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * A place with {@code @Routed} or {@code @Baseline}.
 *
 * @param target the place
 * @param service what its annotation says; empty if it says nothing
 * @param baseline whether the annotation is {@code @Baseline}
 */
record ClientPlace(InjectionPlace target, String service, boolean baseline) {

    private static final Pattern SERVICE = Pattern.compile("([A-Za-z0-9-]+/)?[A-Za-z0-9.-]+(:[A-Za-z0-9-]+)?");

    /** Returns what the place asks for; refuses what cannot be meant. */
    InjectionRequest request(ClientAdapters adapters) {
        Optional<ClientAdapter> direct = adapter(target.type(), adapters);
        Optional<Class<?>> supplied = direct.isPresent() ? Optional.empty() : target.suppliedType();
        Class<?> type = supplied.orElse(target.type());
        ClientAdapter adapter = direct.or(
                        () -> supplied.flatMap(any -> adapter(any, adapters)).filter(any -> !any.isShareable()))
                .orElseThrow(() -> unknown(adapters));
        checkService(adapter, type);
        if (target.shared() && supplied.isEmpty() && !adapter.isShareable()) {
            throw refusal(("would be seen by several tests, and what one adds to a %s the next one sends too:"
                            + " take Supplier<%s>")
                    .formatted(ClientAdapters.nameOf(type), ClientAdapters.nameOf(type)));
        }
        return new ClientInjection(this, adapters, adapter, type, supplied.isPresent());
    }

    private Optional<ClientAdapter> adapter(Class<?> type, ClientAdapters adapters) {
        try {
            return adapters.find(type);
        } catch (IllegalArgumentException e) {
            throw refusal("cannot take %s: %s".formatted(annotation(), FailureText.of(e)));
        }
    }

    private ExtensionConfigurationException unknown(ClientAdapters adapters) {
        List<Class<?>> asked = target.suppliedType()
                .<List<Class<?>>>map(supplied -> List.of(target.type(), supplied))
                .orElse(List.of(target.type()));
        return refusal("of type [%s] cannot take %s: %s"
                .formatted(target.generic().getTypeName(), annotation(), adapters.describe(baseline, asked)));
    }

    private void checkService(ClientAdapter adapter, Class<?> type) {
        if (adapter.namesService()) {
            checkService();
        } else if (baseline) {
            throw refusal("cannot take %s: a client without the key is any %s; take the address from %s URI"
                    .formatted(annotation(), ClientAdapters.nameOf(type), annotation()));
        } else if (!service.isEmpty()) {
            throw refusal(("cannot take %s: [%s] has no address of its own. Write @Routed %s, and take the address"
                            + " from %s URI")
                    .formatted(annotation(), ClientAdapters.nameOf(type), ClientAdapters.nameOf(type), annotation()));
        }
    }

    private void checkService() {
        if (service.isEmpty()) {
            throw refusal(
                    "names no service: write @%s(\"service\") or @%s(\"service:port\")".formatted(name(), name()));
        }
        if (!SERVICE.matcher(service).matches()) {
            throw refusal(
                    "names the service [%s], which is none of [name], [name:port], [namespace/name] and [namespace/name:port]"
                            .formatted(service));
        }
    }

    /** Refuses the place. */
    ExtensionConfigurationException refusal(String reason) {
        return new WrongUseException(target.place() + " " + reason);
    }

    /** Refuses the place, because of a failure. */
    ExtensionConfigurationException refusal(String reason, Throwable cause) {
        return new WrongUseException(target.place() + " " + reason, cause);
    }

    private String annotation() {
        return service.isEmpty() ? "@" + name() : "@%s(\"%s\")".formatted(name(), service);
    }

    private String name() {
        return baseline ? "Baseline" : "Routed";
    }

    /** Returns how a place is to be written that has a type which {@code @Routed} can fill, and no annotation of ours. */
    static Optional<String> spelling(InjectionPlace target, ClientAdapters adapters) {
        Class<?> type = target.suppliedType().orElse(target.type());
        boolean supplied = target.suppliedType().isPresent();
        return adapters.claimants(type).stream()
                .filter(adapter -> !supplied || !adapter.isShareable())
                .map(adapter -> (adapter.namesService() ? "@Routed(\"service\") " : "@Routed ")
                        + (supplied ? "Supplier<%s>" : "%s").formatted(ClientAdapters.nameOf(type)))
                .findFirst();
    }
}
