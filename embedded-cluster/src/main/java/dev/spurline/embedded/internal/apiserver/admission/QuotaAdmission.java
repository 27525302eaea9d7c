// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKinds;
import dev.spurline.embedded.internal.apiserver.schema.types.Quantity;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Counts what quotas limit, refuses what would exceed them, and keeps their status current. No controller counts beside it:
 * every write passes here, so that what is counted is never late.
 *
 * <p>Source: {@code k8s.io/apiserver/pkg/admission/plugin/resourcequota} and {@code pkg/controller/resourcequota}.
 */
public final class QuotaAdmission {

    private static final String QUOTAS = "resourcequotas";

    private final VersionedStore store;
    private final ResourceKinds kinds;
    private final Object counting = new Object();

    /** Counts the objects of a storage, as far as they are of these kinds. */
    public QuotaAdmission(VersionedStore store, ResourceKinds kinds) {
        this.store = store;
        this.kinds = kinds;
    }

    /** Stores a new object if no quota of its namespace forbids it; counting and storing are one step. */
    public ObjectNode charge(ResourceKind kind, String namespace, ObjectNode object, Supplier<ObjectNode> save) {
        boolean concerned =
                kind.namespaced() && (hasQuotas(namespace) || kind.resource().equals(QUOTAS));
        if (!concerned) {
            return save.get();
        }
        synchronized (counting) {
            quotas(namespace).stream()
                    .map(StoredObject::json)
                    .filter(quota -> QuotaScopes.of(quota).admit(kind.resource(), object))
                    .forEach(quota -> require(kind, namespace, object, quota));
            ObjectNode saved = save.get();
            count(namespace);
            return saved;
        }
    }

    /** Counts again, after objects of a namespace have changed or gone. */
    public void recount(String namespace) {
        if (!namespace.isEmpty() && hasQuotas(namespace)) {
            synchronized (counting) {
                count(namespace);
            }
        }
    }

    private boolean hasQuotas(String namespace) {
        return store.count(QUOTAS) > 0 && !quotas(namespace).isEmpty();
    }

    private List<StoredObject> quotas(String namespace) {
        return store.list(QUOTAS, namespace + "/").objects();
    }

    private void require(ResourceKind kind, String namespace, ObjectNode object, ObjectNode quota) {
        Map<String, String> requested = new TreeMap<>();
        Map<String, String> used = new TreeMap<>();
        Map<String, String> limited = new TreeMap<>();
        requireStated(kind, object, quota);
        for (var limit : hard(quota)) {
            String name = limit.getKey();
            if (QuotaUsage.source(name).equals(kind.resource())) {
                Quantity now = used(name, kind, namespace, QuotaScopes.of(quota));
                Quantity more = QuotaUsage.of(name, object, Instant.now());
                Quantity most = Quantity.parse(limit.getValue().asText()).orElse(Quantity.ZERO);
                if (more.value().signum() > 0 && now.plus(more).compareTo(most) > 0) {
                    requested.put(name, more.toString());
                    used.put(name, now.toString());
                    limited.put(name, most.toString());
                }
            }
        }
        if (!requested.isEmpty()) {
            throw kind.forbidden(
                    name(object),
                    "exceeded quota: %s, requested: %s, used: %s, limited: %s"
                            .formatted(name(quota), text(requested), text(used), text(limited)));
        }
    }

    private static void requireStated(ResourceKind kind, ObjectNode object, ObjectNode quota) {
        if (!kind.resource().equals("pods")) {
            return;
        }
        Map<String, Set<String>> silent = new TreeMap<>();
        for (var limit : hard(quota)) {
            Set<String> containers = PodUsage.silent(limit.getKey(), object.path("spec"));
            if (!containers.isEmpty()) {
                silent.put(limit.getKey(), containers);
            }
        }
        if (!silent.isEmpty()) {
            List<String> parts = new ArrayList<>();
            silent.forEach((limit, names) -> parts.add(limit + " for: " + String.join(",", names)));
            throw kind.forbidden(
                    name(object), "failed quota: %s: must specify %s".formatted(name(quota), String.join("; ", parts)));
        }
    }

    private Optional<ResourceKind> source(String limit) {
        return kinds.byName(QuotaUsage.source(limit)).filter(ResourceKind::namespaced);
    }

    private Quantity used(String limit, ResourceKind source, String namespace, QuotaScopes scopes) {
        Instant now = Instant.now();
        Quantity sum = Quantity.ZERO;
        for (StoredObject object :
                store.list(source.storage(), source.prefix(namespace)).objects()) {
            if (scopes.admit(source.resource(), object.json())) {
                sum = sum.plus(QuotaUsage.of(limit, object.json(), now));
            }
        }
        return sum;
    }

    private void count(String namespace) {
        for (StoredObject quota : quotas(namespace)) {
            ObjectNode counted = quota.copy();
            ObjectNode status = counted.putObject("status");
            status.set("hard", quota.json().path("spec").path("hard").deepCopy());
            ObjectNode used = status.putObject("used");
            QuotaScopes scopes = QuotaScopes.of(quota.json());
            for (var limit : hard(counted)) {
                String name = limit.getKey();
                source(name)
                        .ifPresent(kind -> used.put(
                                name, used(name, kind, namespace, scopes).toString()));
            }
            if (!counted.equals(quota.json())) {
                store.replace(QUOTAS, namespace + "/" + name(counted), quota, counted);
            }
        }
    }

    private static Iterable<Map.Entry<String, JsonNode>> hard(ObjectNode quota) {
        return quota.path("spec").path("hard").properties();
    }

    private static String text(Map<String, String> amounts) {
        return String.join(
                ",",
                amounts.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList());
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asText();
    }
}
