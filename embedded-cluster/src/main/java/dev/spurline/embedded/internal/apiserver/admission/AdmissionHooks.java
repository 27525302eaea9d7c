// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The hooks of tests, asked in the order in which they were added.
 *
 * <p>Source: {@code k8s.io/apiserver/pkg/admission/plugin/webhook/mutating/dispatcher.go} (Dispatch).
 */
public final class AdmissionHooks {

    private static final String NAME = "test.spurline.dev";
    private static final int LEAST_CODE = 400;

    private final List<Function<HookRequest, HookVerdict>> hooks = new CopyOnWriteArrayList<>();

    /** Adds a hook; it may block, and may call the server. */
    public HookRegistration add(Function<HookRequest, HookVerdict> hook) {
        hooks.add(hook);
        return () -> hooks.remove(hook);
    }

    /** Returns whether nobody has to be asked. */
    public boolean isEmpty() {
        return hooks.isEmpty();
    }

    /** A hook that is asked until this is closed. */
    public interface HookRegistration extends AutoCloseable {
        @Override
        void close();
    }

    /** Asks all; returns the object as they have left it. */
    public ObjectNode ask(HookRequest request) {
        ObjectNode object = request.object();
        for (Function<HookRequest, HookVerdict> hook : hooks) {
            object = heed(hook.apply(with(request, object.deepCopy())), object);
        }
        return object;
    }

    /** Asks all about an object that is to go, and cannot be changed any more. */
    public void askAboutDeletion(HookRequest request) {
        if (!ask(request).equals(request.object())) {
            String why =
                    "admission webhook \"%s\" attempted to modify the object, which is not supported for this operation"
                            .formatted(NAME);
            throw internal(why);
        }
    }

    /** Says that a hook, or the server, has failed at the request. */
    public static StatusException internal(String why) {
        return new StatusException(500, "InternalError", "Internal error occurred: " + why)
                .about("", "", "")
                .because(List.of(new StatusException.StatusCause("", why, "")));
    }

    private static HookRequest with(HookRequest request, ObjectNode object) {
        return new HookRequest(
                request.operation(),
                request.resource(),
                request.subresource(),
                request.namespace(),
                request.name(),
                object,
                request.old(),
                request.user(),
                request.dryRun());
    }

    private static ObjectNode heed(HookVerdict verdict, ObjectNode object) {
        if (verdict instanceof HookVerdict.Refuse refusal) {
            String why = refusal.message().isEmpty() ? " without explanation" : ": " + refusal.message();
            throw new StatusException(
                    Math.max(LEAST_CODE, refusal.code()),
                    refusal.code() == 403 ? "Forbidden" : "",
                    "admission webhook \"%s\" denied the request%s".formatted(NAME, why));
        }
        return verdict instanceof HookVerdict.Mutate mutation
                ? mutation.object().deepCopy()
                : object;
    }
}
