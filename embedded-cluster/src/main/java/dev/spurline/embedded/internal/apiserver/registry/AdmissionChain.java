// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.admission.AdmissionHooks;
import dev.spurline.embedded.internal.apiserver.admission.HookRequest;
import dev.spurline.embedded.internal.apiserver.admission.LimitRanges;
import dev.spurline.embedded.internal.apiserver.admission.QuotaAdmission;
import dev.spurline.embedded.internal.apiserver.admission.ServiceAccountAdmission;
import dev.spurline.embedded.internal.apiserver.auth.EscalationCheck;
import dev.spurline.embedded.internal.apiserver.auth.RbacAuthorizer;
import dev.spurline.embedded.internal.apiserver.auth.RoleWrite;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKinds;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks everybody who has a say in a write, in Kubernetes' order: limit ranges, ServiceAccounts, webhooks,
 * quotas last.
 *
 * <p>Source: kubernetes.io/docs/reference/access-authn-authz/admission-controllers.
 */
final class AdmissionChain {

    private final AdmissionHooks webhooks;
    private final EscalationCheck escalation;
    private final LimitRanges limits;
    private final ServiceAccountAdmission accounts;
    private final QuotaAdmission quotas;
    private final Map<String, ObjectValidator> validators = new ConcurrentHashMap<>();

    AdmissionChain(VersionedStore store, ResourceKinds kinds, AdmissionHooks webhooks) {
        this.webhooks = webhooks;
        this.escalation = new EscalationCheck(new RbacAuthorizer(store));
        this.limits = new LimitRanges(store);
        this.accounts = new ServiceAccountAdmission(store);
        this.quotas = new QuotaAdmission(store, kinds);
    }

    /** Returns the object as admission has changed it. */
    ObjectNode mutate(
            RequestTarget target, String operation, ObjectNode object, @Nullable ObjectNode old, WriteOptions options) {
        if (isNewPod(target, operation)) {
            limits.fillIn(target.namespace(), object);
            accounts.check(target.kind(), target.namespace(), object);
        }
        return webhooks.isEmpty() ? object : webhooks.ask(request(target, operation, object, old, options));
    }

    /** Refuses roles and bindings that grant more than their author holds. */
    void authorize(RequestTarget target, ObjectNode object, @Nullable ObjectNode old, WriteOptions options) {
        if (target.kind().group().equals("rbac.authorization.k8s.io")) {
            String plural = target.kind().plural();
            escalation.check(new RoleWrite(options.user(), plural, target.namespace(), target.name(), object, old));
        }
    }

    /** Has a webhook look at the objects of a resource, which it cannot change. */
    void add(String resource, ObjectValidator validator) {
        validators.put(resource, validator);
    }

    /** Refuses what is not allowed. */
    void validate(RequestTarget target, String operation, ObjectNode object) {
        ObjectValidator validator = validators.get(target.kind().resource());
        if (validator != null && target.subresource().isEmpty()) {
            validator.validate(object);
        }
        if (isNewPod(target, operation)) {
            limits.check(target.kind(), target.namespace(), object);
            accounts.check(target.kind(), target.namespace(), object);
        }
    }

    /** Asks about a deletion. */
    void deleting(RequestTarget target, ObjectNode object, DeleteOptions options) {
        if (!webhooks.isEmpty()) {
            WriteOptions writing =
                    new WriteOptions(options.dryRun(), "", false, false, UnknownFields.IGNORED, options.user());
            webhooks.askAboutDeletion(request(target, "DELETE", object, object, writing));
        }
    }

    /** Quotas are asked at dry-runs, too, and charge nothing then (admission/plugin/resourcequota/controller.go). */
    ObjectNode charged(RequestTarget target, ObjectNode object, Supplier<ObjectNode> save) {
        return quotas.charge(target.kind(), target.namespace(), object, save);
    }

    void recount(RequestTarget target) {
        quotas.recount(target.kind().namespaced() ? target.namespace() : "");
    }

    private static boolean isNewPod(RequestTarget target, String operation) {
        return operation.equals("CREATE") && target.kind().resource().equals("pods");
    }

    private static HookRequest request(
            RequestTarget target, String operation, ObjectNode object, @Nullable ObjectNode old, WriteOptions options) {
        return new HookRequest(
                operation,
                target.kind().resource(),
                target.subresource(),
                target.namespace(),
                target.name(),
                object,
                Optional.ofNullable(old),
                options.user().name(),
                options.dryRun());
    }
}
