using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace InsideLabs.EventBus.Architecture.Tests.Arrows;

/// <summary>
/// Reads from an assembly which types use which: base types, interfaces, constraints, attributes and their <c>typeof</c>
/// arguments, fields, signatures, and the code itself with its locals and catch clauses. Constants and <c>nameof</c> leave no
/// trace in an assembly: <see cref="UsingDirectives"/> sees what they need.
/// </summary>
internal sealed class DependencyReader
{
    private readonly PEReader _image;
    private readonly MetadataReader _metadata;
    private readonly SignatureVisitor _signatures;
    private readonly string _assembly;
    private readonly Dictionary<string, TypeName> _ownTypes;
    private readonly HashSet<Dependency> _found = [];
    private TypeName _from;

    private DependencyReader(PEReader image)
    {
        (_image, _metadata) = (image, image.GetMetadataReader());
        _signatures = new SignatureVisitor(Use);
        _assembly = Text(_metadata.GetAssemblyDefinition().Name);
        _ownTypes = _metadata.TypeDefinitions.Select(Outermost).Distinct().ToDictionary(t => t.ToString(), StringComparer.Ordinal);
    }

    /// <summary>Every use of one type by another in an assembly, uses of itself left out.</summary>
    public static IReadOnlySet<Dependency> Read(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        var reader = new DependencyReader(image);
        foreach (var type in reader._metadata.TypeDefinitions)
        {
            reader.VisitType(type);
        }

        return reader._found;
    }

    private void VisitType(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        _from = Outermost(handle);
        Use(type.BaseType);
        Attributes(type.GetCustomAttributes());
        Constraints(type.GetGenericParameters());
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            Use(_metadata.GetInterfaceImplementation(implemented).Interface);
        }

        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            field.DecodeSignature(_signatures, null);
            Attributes(field.GetCustomAttributes());
        }

        foreach (var property in type.GetProperties().Select(_metadata.GetPropertyDefinition))
        {
            Attributes(property.GetCustomAttributes());
        }

        foreach (var raised in type.GetEvents().Select(_metadata.GetEventDefinition))
        {
            Use(raised.Type);
            Attributes(raised.GetCustomAttributes());
        }

        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            VisitMethod(method);
        }
    }

    private void VisitMethod(MethodDefinition method)
    {
        method.DecodeSignature(_signatures, null);
        Attributes(method.GetCustomAttributes());
        Constraints(method.GetGenericParameters());
        foreach (var parameter in method.GetParameters().Select(_metadata.GetParameter))
        {
            Attributes(parameter.GetCustomAttributes());
        }

        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        var body = _image.GetMethodBody(method.RelativeVirtualAddress);
        Use(body.LocalSignature);
        foreach (var region in body.ExceptionRegions)
        {
            Use(region.CatchType);
        }

        foreach (var token in IlCode.Tokens(body.GetILBytes() ?? []))
        {
            Use(token);
        }
    }

    private void Constraints(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters.Select(_metadata.GetGenericParameter))
        {
            Attributes(parameter.GetCustomAttributes());
            foreach (var constraint in parameter.GetConstraints().Select(_metadata.GetGenericParameterConstraint))
            {
                Use(constraint.Type);
            }
        }
    }

    private void Attributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(_metadata.GetCustomAttribute))
        {
            Use(attribute.Constructor);

            // A typeof argument is stored as the type's full name, in the middle of a blob.
            var arguments = Encoding.Latin1.GetString(_metadata.GetBlobBytes(attribute.Value));
            if (arguments.Contains('.', StringComparison.Ordinal))
            {
                _found.UnionWith(_ownTypes
                    .Where(t => t.Value != _from && arguments.Contains(t.Key, StringComparison.Ordinal))
                    .Select(t => new Dependency(_from, t.Value)));
            }
        }
    }

    private void Use(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                Add(Outermost((TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeReference:
                Add(Outermost((TypeReferenceHandle)handle));
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, null);
                break;
            case HandleKind.FieldDefinition:
                Use(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodDefinition:
                Use(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Use(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                var generic = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Use(generic.Method);
                generic.DecodeSignature(_signatures, null);
                break;
            case HandleKind.StandaloneSignature:
                Decode(_metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle));
                break;
            default:
                throw new InvalidOperationException($"{_from} names a {handle.Kind}, which this reader does not know.");
        }
    }

    private void Decode(StandaloneSignature signature)
    {
        if (signature.GetKind() == StandaloneSignatureKind.LocalVariables)
        {
            signature.DecodeLocalSignature(_signatures, null);
        }
        else
        {
            signature.DecodeMethodSignature(_signatures, null);
        }
    }

    private void Add(TypeName to)
    {
        if (to != _from)
        {
            _found.Add(new Dependency(_from, to));
        }
    }

    private TypeName Outermost(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        return type.IsNested ? Outermost(type.GetDeclaringType()) : new TypeName(_assembly, Text(type.Namespace), Text(type.Name));
    }

    private TypeName Outermost(TypeReferenceHandle handle)
    {
        var type = _metadata.GetTypeReference(handle);
        return type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => Outermost((TypeReferenceHandle)type.ResolutionScope),
            HandleKind.AssemblyReference => new TypeName(
                Text(_metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name), Text(type.Namespace), Text(type.Name)),
            _ => new TypeName(_assembly, Text(type.Namespace), Text(type.Name)),
        };
    }

    private string Text(StringHandle handle) => _metadata.GetString(handle);
}
