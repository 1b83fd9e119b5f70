namespace InsideLabs.EventBus.Settings;

/// <summary>
/// Where a secret is stored. It is bound into the encryption, so that a ciphertext copied to another row or field cannot be read.
/// </summary>
/// <param name="Table">The kind of thing, such as <c>subscriptions</c>.</param>
/// <param name="Row">Which one, such as the subscription's id.</param>
/// <param name="Field">Which of its fields, such as <c>signingSecret</c>.</param>
public readonly record struct SecretLocation(string Table, string Row, string Field);
