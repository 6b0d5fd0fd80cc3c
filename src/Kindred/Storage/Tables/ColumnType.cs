namespace Kindred.Storage.Tables;

/// <summary>What a column has.</summary>
internal enum ColumnType
{
    /// <summary>Whole numbers of 64 bits.</summary>
    Integer,

    /// <summary>Numbers of double precision.</summary>
    Real,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,
}
